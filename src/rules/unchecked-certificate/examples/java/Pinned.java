package net;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.X509TrustManager;

class Pinned implements X509TrustManager {
    private final X509Certificate known;

    Pinned(X509Certificate known) {
        this.known = known;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        if (!chain[0].equals(known)) throw new CertificateException("another certificate");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[] { known };
    }

    void pin(HttpsURLConnection connection) {
        connection.setHostnameVerifier((host, session) -> host.equals("inner.example"));
    }
}
