package io.vedette.core.contact;

import io.vedette.core.flow.Flow;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import java.util.ArrayList;
import java.util.List;

/** Runs flows through a contact maker and keeps what comes out as readable lines. */
public final class ContactLog implements ContactRoute {

    private final ContactBatch batch = new ContactBatch(1);
    private final List<String> lines = new ArrayList<>();
    public final AnalysisCounts counts = new AnalysisCounts();
    public final FlowContacts contacts = new FlowContacts(ContactSettings.defaults(), counts, 7);
    public long nowMillis = 1_000_000;

    @Override
    public ContactBatch rowFor(long initiatorHigh, long initiatorLow) {
        collect();
        return batch;
    }

    private void collect() {
        if (batch.size() > 0) {
            lines.add(line(batch.cursor().moveTo(0)));
            batch.clear();
        }
    }

    /** Takes the flows one by one, each as a read of its own at {@link #nowMillis}. */
    public ContactLog take(Flow... flows) {
        FlowBatch one = new FlowBatch(1);
        for (Flow flow : flows) {
            one.clear();
            one.receivedAt(nowMillis);
            one.add(flow);
            contacts.accept(one, this);
        }
        return this;
    }

    public ContactLog finish() {
        contacts.finish(this);
        return this;
    }

    public ContactLog advance(long millis) {
        nowMillis += millis;
        contacts.advance(nowMillis, this);
        return this;
    }

    /** All contacts so far: {@code initiator -> target:port protocol flags OUTCOME}, with {@code (inferred)} if not seen. */
    public List<String> lines() {
        collect();
        return lines;
    }

    public static String line(Contact contact) {
        return new IpAddress(contact.initiatorHigh(), contact.initiatorLow())
                + " -> "
                + new IpAddress(contact.targetHigh(), contact.targetLow())
                + ":"
                + contact.targetPort()
                + " "
                + IpProtocol.name(contact.protocol())
                + (contact.protocol() == IpProtocol.TCP ? " " + TcpFlags.toText(contact.flags()) : "")
                + " "
                + contact.outcome()
                + (contact.initiatorSeen() ? "" : " (inferred)");
    }
}
