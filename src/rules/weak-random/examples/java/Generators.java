package keys;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

class Generators {
    private final Random random = new Random();

    int code() {
        return random.nextInt(1_000_000); // assay: weak-random
    }

    long session() {
        return ThreadLocalRandom.current().nextLong(); // assay: weak-random
    }

    double token() {
        return Math.random(); // assay: weak-random
    }
}
