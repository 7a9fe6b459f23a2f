package keys;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

class Authenticated {
    Cipher aes() throws GeneralSecurityException {
        return Cipher.getInstance("AES/GCM/NoPadding");
    }
}
