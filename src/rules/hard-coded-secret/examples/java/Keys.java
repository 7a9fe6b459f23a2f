package db;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

class Keys {
    SecretKey key() {
        String apiKey = "q8Zr4Tn1Vw7Xy2Kd9Lm3"; // assay: hard-coded-secret
        return apiKey.isEmpty() ? null : new SecretKeySpec(System.getenv("KEY").getBytes(), "AES");
    }
}
