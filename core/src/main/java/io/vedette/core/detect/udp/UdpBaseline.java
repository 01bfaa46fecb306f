package io.vedette.core.detect.udp;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What is usual among the sources whose UDP contacts fail, in closed windows of equal length: the robust form.
 *
 * <p>A window lasts from one erasure to the next. At its end the spread of all sources gives one value for the failed ports
 * of one host, and one for the failed hosts; the last ten of each give the forecast for the next window ({@link
 * Smoothing#ROBUST}). So a counter that still grows is compared with what a whole window usually holds.
 *
 * <p>Before the first window is over, the sources at hand are the only measure, and for hosts they are taken as such at each
 * tick: all their counters have the same age, and will have grown by the next. For ports they are not, because no client needs many ports of one host,
 * and scanners that work together must not excuse each other.
 */
final class UdpBaseline implements UdpExpectation {

    private final UdpSpread ports = new UdpSpread();
    private final UdpSpread hosts = new UdpSpread();
    private double[] portWindows = new double[0];
    private double[] hostWindows = new double[0];
    private int ticks;
    private long couples;
    private long sources;
    private UdpUsual usual = UdpUsual.UNKNOWN;

    @Override
    public void add(UdpGain gain) {
        couples += gain.couples();
        sources += gain.sources();
        ports.add(gain.ports());
        hosts.add(gain.hosts());
    }

    @Override
    public void tick() {
        ticks++;
        if (hostWindows.length == 0) {
            // Counters grow until the next measurement: at a steady pace by one tick's share.
            usual = new UdpUsual(usual.ports(), hosts.usual() * (ticks + 1) / ticks);
        }
    }

    @Override
    public void erase() {
        portWindows = with(portWindows, ports.usual());
        hostWindows = with(hostWindows, hosts.usual());
        usual = new UdpUsual(forecast(portWindows), forecast(hostWindows));
        forget();
    }

    @Override
    public void forget() {
        ports.clear();
        hosts.clear();
        couples = 0;
        sources = 0;
        ticks = 0;
    }

    /** A window in which too few failed says nothing about what is usual: it is left out. */
    private static double[] with(double[] windows, double value) {
        if (Double.isNaN(value)) {
            return windows;
        }
        int kept = Math.min(windows.length, UdpPopulation.MEANS - 1);
        double[] more = Arrays.copyOfRange(windows, windows.length - kept, windows.length + 1);
        more[kept] = value;
        return more;
    }

    private static double forecast(double[] windows) {
        return windows.length == 0 ? Double.NaN : Smoothing.ROBUST.forecast(windows);
    }

    @Override
    public UdpUsual usual() {
        return usual;
    }

    @Override
    public double mean() {
        return sources == 0 ? 0 : (double) couples / sources;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        write(portWindows, out);
        write(hostWindows, out);
        out.writeDouble(usual.ports());
        out.writeDouble(usual.hosts());
        out.writeInt(ticks);
        out.writeLong(couples);
        out.writeLong(sources);
        ports.write(out);
        hosts.write(out);
    }

    private static void write(double[] windows, DataOutput out) throws IOException {
        out.writeByte(windows.length);
        for (double window : windows) {
            out.writeDouble(window);
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        portWindows = windows(in);
        hostWindows = windows(in);
        usual = new UdpUsual(in.readDouble(), in.readDouble());
        ticks = in.readInt();
        couples = in.readLong();
        sources = in.readLong();
        ports.read(in);
        hosts.read(in);
    }

    private static double[] windows(DataInput in) throws IOException {
        int many = in.readUnsignedByte();
        if (many > UdpPopulation.MEANS) {
            throw new IOException(many + " windows, expected 0 to " + UdpPopulation.MEANS);
        }
        double[] windows = new double[many];
        for (int i = 0; i < many; i++) {
            windows[i] = in.readDouble();
        }
        return windows;
    }
}
