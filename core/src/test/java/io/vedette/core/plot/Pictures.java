package io.vedette.core.plot;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The pictures that the golden files hold: each kind of figure once, with what tends to go wrong in it. */
enum Pictures {
    /** Overlaid bars with a ratio on the right axis, a gap of three days, and days of none. */
    BARS_AND_RATIO(960, 400) {
        @Override
        Figure figure() {
            int days = 42;
            double[] x = new double[days];
            double[] all = new double[days];
            double[] isn = new double[days];
            double[] ratio = new double[days];
            Random random = new Random(1);
            for (int day = 0; day < days; day++) {
                x[day] = FIRST_DAY + day * DAY;
                boolean gap = day >= 20 && day < 23;
                all[day] = gap ? Double.NaN : day == 30 ? 0 : 40_000 + random.nextInt(30_000);
                isn[day] = gap ? Double.NaN : Math.floor(all[day] * (0.2 + 0.5 * random.nextDouble()));
                ratio[day] = isn[day] / all[day];
            }
            double[] middle = Arrays.stream(x).map(time -> time + DAY / 2).toArray();
            return new XyChart(
                    "Port 2323: SYN packets a day",
                    "Bars of all SYN packets and of those whose sequence number is the destination, and their ratio.",
                    new TimeAxis("Day", ZoneOffset.UTC),
                    NumberAxis.of("SYN packets", Unit.COUNT),
                    NumberAxis.of("ISN = destination", Unit.RATIO).upTo(1),
                    List.of(
                            Series.bars("all", "All", Mark.BAR, DAY, x, all),
                            Series.bars("isn", "ISN = destination", Mark.BAR, DAY, x, isn),
                            Series.of("ratio", "ratio", Mark.LINE, middle, ratio)
                                    .onRight()));
        }
    },
    /** A million points with one peak, on one afternoon. */
    MANY_POINTS(960, 320) {
        @Override
        Figure figure() {
            int points = 1_000_000;
            double[] x = new double[points];
            double[] y = new double[points];
            Random random = new Random(2);
            for (int i = 0; i < points; i++) {
                x[i] = FIRST_DAY + 13 * 3_600_000.0 + i * 7.2;
                y[i] = i == 700_000 ? 9_000_000 : 1_500_000 + 300_000 * Math.abs(random.nextGaussian());
            }
            return new XyChart(
                    "Traffic",
                    "Bytes a second over two hours.",
                    new TimeAxis("Time", ZoneOffset.UTC),
                    NumberAxis.of("bytes each second", Unit.BYTES),
                    List.of(Series.of("bytes", "bytes", Mark.LINE, x, y)));
        }
    },
    /** Stacked areas. */
    AREAS(960, 320) {
        @Override
        Figure figure() {
            double[] x = new double[48];
            Arrays.setAll(x, i -> FIRST_DAY + i * 1_800_000.0);
            List<Series> series = new ArrayList<>();
            for (String key : List.of("tcp", "udp", "icmp", "other")) {
                double[] y = new double[x.length];
                Arrays.setAll(y, i -> 1000 * (2 + Math.sin(i * 0.3 + key.length())));
                series.add(Series.of(key, key, Mark.STACKED_AREA, x, y));
            }
            return new XyChart(
                    "Packets by protocol",
                    "Stacked areas of four protocols.",
                    new TimeAxis("Time", ZoneOffset.UTC),
                    NumberAxis.of("packets in half an hour", Unit.COUNT),
                    series);
        }
    },
    /** Dots on two logarithmic axes. */
    DOTS(640, 420) {
        @Override
        Figure figure() {
            Random random = new Random(3);
            double[] x = random.doubles(400, 0, 5)
                    .map(power -> Math.pow(10, power))
                    .sorted()
                    .toArray();
            double[] y =
                    random.doubles(400, 0, 4).map(power -> Math.pow(10, power)).toArray();
            return new XyChart(
                    "Events",
                    "Packets and destinations of events.",
                    NumberAxis.logarithmic("packets", Unit.COUNT),
                    NumberAxis.logarithmic("destinations", Unit.COUNT),
                    List.of(Series.of("event", "event", Mark.DOTS, x, y)));
        }
    },
    /** Names from the wire among the bars. */
    RANKED(720, 360) {
        @Override
        Figure figure() {
            return new RankedBars(
                    "Traffic by host",
                    "Bytes sent and received by each of five hosts.",
                    NumberAxis.of("bytes", Unit.BYTES),
                    List.of(new RankedBars.Part("sent", "sent"), new RankedBars.Part("received", "received")),
                    List.of(
                            new RankedBars.Row("198.51.100.7", List.of(7e9, 2e9)),
                            new RankedBars.Row("<script>alert(1)</script>", List.of(4e9, 1e9)),
                            new RankedBars.Row("a\u0000b\u202ec & \"d\"", List.of(1e9, 3e9)),
                            new RankedBars.Row(
                                    "a.very.long.name.of.a.host.that.nobody.wants.example", List.of(5e8, 0.0)),
                            new RankedBars.Row("2001:db8::1", List.of(0.0, 0.0))));
        }
    },
    /** More slices than an eye can compare. */
    PIE(640, 320) {
        @Override
        Figure figure() {
            List<PieChart.Slice> slices = new ArrayList<>();
            for (int i = 1; i <= 12; i++) {
                slices.add(new PieChart.Slice("country-" + i, "Country " + i, 1000.0 / (i * i)));
            }
            return new PieChart("Sources by country", "Shares of twelve countries.", Unit.COUNT, slices);
        }
    },
    /** Ports by days, in ratios, with gaps. */
    HEAT(960, 420) {
        @Override
        Figure figure() {
            List<String> rows = List.of("23", "80", "445", "2323", "5555", "8080", "37215");
            List<String> columns = new ArrayList<>();
            double[] values = new double[rows.size() * 30];
            Random random = new Random(4);
            for (int day = 0; day < 30; day++) {
                columns.add("2026-10-" + (day < 9 ? "0" : "") + (day + 1));
                for (int row = 0; row < rows.size(); row++) {
                    double value = Math.pow(10, 5 * random.nextDouble());
                    values[row * 30 + day] = day == 12 ? Double.NaN : value;
                }
            }
            return new HeatMap(
                    "SYN packets by port and day",
                    "One cell for each port and day.",
                    "port",
                    rows,
                    "day (UTC)",
                    columns,
                    NumberAxis.logarithmic("SYN packets", Unit.COUNT),
                    values);
        }
    },
    /** Small charts side by side, one of them without data. */
    MULTIPLES(960, 480) {
        @Override
        Figure figure() {
            List<XyChart> charts = new ArrayList<>();
            for (int port : List.of(23, 2323, 5555, 8080, 37215, 52869)) {
                double[] x = new double[port == 8080 ? 0 : 30];
                double[] y = new double[x.length];
                Arrays.setAll(x, day -> FIRST_DAY + day * DAY);
                Arrays.setAll(y, day -> Math.abs(Math.sin(day * 0.2 + port)) * port);
                charts.add(new XyChart(
                        "Port " + port,
                        "SYN packets a day.",
                        new TimeAxis("Day", ZoneOffset.UTC),
                        NumberAxis.of("SYNs", Unit.COUNT),
                        List.of(Series.bars("all", "All", Mark.BAR, DAY, x, y))));
            }
            return new SmallMultiples("Interesting ports", "Six ports by day.", 3, charts);
        }
    },
    /** Nothing to show. */
    EMPTY(480, 240) {
        @Override
        Figure figure() {
            return new XyChart(
                    "Port 23",
                    "There is no data.",
                    new TimeAxis("Day", ZoneOffset.UTC),
                    NumberAxis.of("SYN packets", Unit.COUNT),
                    List.of(Series.of("all", "All", Mark.LINE, new double[0], new double[0])));
        }
    };

    private static final double DAY = 86_400_000;

    /** 2026-10-01T00:00Z. */
    private static final double FIRST_DAY = 1_790_812_800_000.0;

    private static final Palette PALETTE = Palette.of(List.of("all", "isn", "ratio", "sent", "received", "tcp", "udp"));

    private final int width;
    private final int height;

    Pictures(int width, int height) {
        this.width = width;
        this.height = height;
    }

    abstract Figure figure();

    String draw(Theme theme) {
        return new SvgRenderer(theme, PALETTE).render(figure(), width, height);
    }
}
