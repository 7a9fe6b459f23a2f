import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    void handle(ApiKeys apiKey) {
        LOG.debug("Handling {}", apiKey);
    }

    void connect(String apiKey) {
        LOG.debug("Connecting with {}", apiKey); // assay: sensitive-data-in-log
    }
}
