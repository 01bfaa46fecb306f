package io.vedette.collector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {

    @Test
    void shouldCountEachKindOfSlipAsOne() {
        assertThat(NearestName.distance("port", "port")).isZero();
        assertThat(NearestName.distance("port", "prt")).isEqualTo(1);
        assertThat(NearestName.distance("port", "poort")).isEqualTo(1);
        assertThat(NearestName.distance("port", "pert")).isEqualTo(1);
        assertThat(NearestName.distance("port", "prot")).isEqualTo(1);
        assertThat(NearestName.distance("", "port")).isEqualTo(4);
    }

    @Test
    void shouldOfferTheNearestAndNothingFarAway() {
        List<String> names = List.of("max-sources", "max-suspects", "queue-batches");

        assertThat(NearestName.among(names, "max-suorces")).isEqualTo("max-sources");
        assertThat(NearestName.among(names, "maxsuspects")).isEqualTo("max-suspects");
        assertThat(NearestName.among(names, "colour")).isNull();
    }
}
