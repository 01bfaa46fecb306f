package io.vedette.core.darknet.report;

import io.vedette.core.darknet.json.ReportedEvent;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The tables that exist for some events as for all. */
final class EventGroup {

    /** What would end a column or a row. */
    private static final Pattern UNFIT = Pattern.compile("[,\"\\p{Cntrl}]");

    final Map<Service, Tally> services = new TreeMap<>();
    final Map<String, Map<Service, Tally>> countries = new TreeMap<>();
    final Map<String, Tally> countryTotals = new TreeMap<>();
    final Tally total = new Tally();
    final Tally zmap = new Tally();
    final Tally masscan = new Tally();

    void add(ReportedEvent event) {
        String country = UNFIT.matcher(event.country()).replaceAll("?");
        Service service = new Service(event.port(), event.traffic());
        services.computeIfAbsent(service, key -> new Tally()).add(event.packets());
        countries
                .computeIfAbsent(country, key -> new TreeMap<>())
                .computeIfAbsent(service, key -> new Tally())
                .add(event.packets());
        countryTotals.computeIfAbsent(country, key -> new Tally()).add(event.packets());
        total.add(event.packets());
        if (event.zmap()) {
            zmap.add(event.packets());
        } else if (event.masscan()) {
            masscan.add(event.packets());
        }
    }
}
