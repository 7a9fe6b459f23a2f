package keys;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;

class StrongByProvider {
    Mac mac() throws GeneralSecurityException {
        return Mac.getInstance("HmacSHA512");
    }

    MessageDigest digest() throws GeneralSecurityException {
        return MessageDigest.getInstance("sha-384", "SUN");
    }
}
