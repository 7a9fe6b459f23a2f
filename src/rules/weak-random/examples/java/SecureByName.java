package keys;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

class SecureByName {
    double token() throws NoSuchAlgorithmException {
        return SecureRandom.getInstance("SHA1PRNG").nextGaussian() + SecureRandom.getInstance("SHA1PRNG").nextDouble();
    }
}
