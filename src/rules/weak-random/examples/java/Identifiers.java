package keys;

import java.security.SecureRandom;
import java.util.Random;
import java.util.UUID;

class Identifiers {
    String id() {
        return UUID.randomUUID().toString();
    }

    int seeded() {
        Random random = new SecureRandom();
        return random.nextInt();
    }
}
