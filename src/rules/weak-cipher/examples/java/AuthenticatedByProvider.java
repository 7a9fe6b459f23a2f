package keys;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

class AuthenticatedByProvider {
    Cipher aes() throws GeneralSecurityException {
        return Cipher.getInstance("AES/CCM/NoPadding", "BC");
    }

    Cipher chacha() throws GeneralSecurityException {
        return Cipher.getInstance("ChaCha20-Poly1305");
    }
}
