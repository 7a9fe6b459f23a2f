package keys;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

class ChosenByCode {
    MessageDigest digest(boolean fast) throws NoSuchAlgorithmException {
        String name = fast ? "MD" + 5 : "SHA-256";
        return MessageDigest.getInstance(name); // assay: weak-hash
    }
}
