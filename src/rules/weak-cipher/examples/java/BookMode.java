package keys;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

class BookMode {
    private String mode = "ECB";

    Cipher aes() throws GeneralSecurityException {
        return Cipher.getInstance("AES/ECB/PKCS5Padding"); // assay: weak-cipher
    }

    Cipher built(String padding) throws GeneralSecurityException {
        StringBuilder name = new StringBuilder("AES").append('/').append("ECB").append("/NoPadding");
        return Cipher.getInstance(name.toString()); // assay: weak-cipher
    }
}
