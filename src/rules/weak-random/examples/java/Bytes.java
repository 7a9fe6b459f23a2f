package keys;

class Bytes {
    byte[] salt() {
        byte[] salt = new byte[16];
        new java.util.Random().nextBytes(salt); // assay: weak-random
        return salt;
    }
}
