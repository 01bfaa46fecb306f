package io.vedette.core.detect.udp;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

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
        forget();
    }

    @Override
    public void forget() {
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

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeByte(filled);
        for (int i = 0; i < filled; i++) {
            out.writeDouble(means[i]);
        }
        out.writeDouble(forecast);
        out.writeLong(couples);
        out.writeLong(sources);
    }

    @Override
    public void read(DataInput in) throws IOException {
        int many = in.readUnsignedByte();
        if (many > MEANS) {
            throw new IOException(many + " means, expected 0 to " + MEANS);
        }
        for (int i = 0; i < many; i++) {
            means[i] = in.readDouble();
        }
        filled = many;
        forecast = in.readDouble();
        couples = in.readLong();
        sources = in.readLong();
    }
}
