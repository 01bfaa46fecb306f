package io.vedette.core.detect.udp;

/**
 * The mean number of distinct UDP couples per source over all sources, its last {@link #MEANS} values, and the forecast.
 *
 * <p>Shards report changes as integers, so that the sums are exact and do not depend on how sources are spread over shards.
 */
public final class UdpPopulation implements UdpExpectation {

    /** Means that a forecast is made from. */
    public static final int MEANS = 10;

    private final Smoothing smoothing;
    private final double[] means = new double[MEANS];
    private int filled;
    private long couples;
    private long sources;
    private double forecast = Double.NaN;

    public UdpPopulation(Smoothing smoothing) {
        this.smoothing = smoothing;
    }

    @Override
    public void add(UdpGain gain) {
        couples += gain.couples();
        sources += gain.sources();
    }

    /**
     * A tick: takes the present mean into the series. Without any source nothing happens: the series and the forecast stay.
     * The first {@link #MEANS} means only fill the series; from the next on, each gives a forecast from the last ten.
     */
    @Override
    public void tick() {
        if (couples == 0) {
            return;
        }
        double mean = (double) couples / sources;
        if (filled < MEANS) {
            means[filled++] = mean;
            return;
        }
        System.arraycopy(means, 1, means, 0, MEANS - 1);
        means[MEANS - 1] = mean;
        forecast = smoothing.forecast(means);
    }

    /** Forgets the sums, because all couples were forgotten; the series and the forecast stay. */
    @Override
    public void erase() {
        couples = 0;
        sources = 0;
    }

    /** Forecast of the next mean; {@link Double#NaN} before the first. */
    public double forecast() {
        return forecast;
    }

    @Override
    public UdpUsual usual() {
        return new UdpUsual(forecast, forecast);
    }

    @Override
    public double mean() {
        return sources == 0 ? 0 : (double) couples / sources;
    }
}
