package db;

class Tokens {
    private String clientSecret;

    void configure() {
        this.clientSecret = "b7f3c1d09e8a4f62"; // assay: hard-coded-secret
    }
}
