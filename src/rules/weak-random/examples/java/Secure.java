package keys;

import java.security.SecureRandom;

class Secure {
    private static final SecureRandom RANDOM = new SecureRandom();

    int code() {
        return RANDOM.nextInt(1_000_000);
    }
}
