package keys;

import java.security.GeneralSecurityException;
import java.util.Properties;
import javax.crypto.Cipher;

class FromProperties {
    Cipher cipher() throws GeneralSecurityException {
        Properties settings = new Properties();
        settings.setProperty("cipher", "DESede/CBC/PKCS5Padding");
        return Cipher.getInstance(settings.getProperty("cipher", "AES/GCM/NoPadding")); // assay: weak-cipher
    }
}
