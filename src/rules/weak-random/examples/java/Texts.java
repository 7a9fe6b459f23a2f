package keys;

import org.apache.commons.lang3.RandomStringUtils;

class Texts {
    String password() {
        return RandomStringUtils.randomAlphanumeric(12); // assay: weak-random
    }
}
