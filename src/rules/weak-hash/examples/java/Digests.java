package keys;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.commons.codec.digest.DigestUtils;

class Digests {
    private static final String ALGORITHM = "SHA1";

    byte[] md5(byte[] data) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("MD5").digest(data); // assay: weak-hash
    }

    byte[] sha1(byte[] data) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance(ALGORITHM); // assay: weak-hash
        return digest.digest(data);
    }

    String hex(String data) {
        return DigestUtils.md5Hex(data); // assay: weak-hash
    }
}
