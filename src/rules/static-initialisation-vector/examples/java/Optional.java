import javax.crypto.spec.IvParameterSpec;

class Cipher {
    Cipher(byte[] key) {
        this(key, null);
    }

    Cipher(byte[] key, byte[] iv) {
        init(key, iv == null ? null : new IvParameterSpec(iv));
    }
}
