package keys;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

class Strong {
    byte[] digest(byte[] data) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(data);
    }
}
