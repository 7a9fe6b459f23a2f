package keys;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

class OldCiphers {
    Cipher des() throws GeneralSecurityException {
        return Cipher.getInstance("DES/CBC/PKCS5Padding"); // assay: weak-cipher
    }

    Cipher rc4() throws GeneralSecurityException {
        String name = "RC4";
        return Cipher.getInstance(name); // assay: weak-cipher
    }
}
