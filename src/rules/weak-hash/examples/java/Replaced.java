package keys;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;

class Replaced {
    MessageDigest digest() throws NoSuchAlgorithmException {
        Map<String, String> settings = new HashMap<>();
        settings.put("old", "MD5");
        settings.put("new", "SHA-512");
        return MessageDigest.getInstance(settings.get("new"));
    }
}
