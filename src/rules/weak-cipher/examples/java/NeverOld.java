package keys;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

class NeverOld {
    private static final boolean LEGACY = false;

    Cipher cipher() throws GeneralSecurityException {
        return Cipher.getInstance(LEGACY ? "DES" : "AES/GCM/NoPadding");
    }
}
