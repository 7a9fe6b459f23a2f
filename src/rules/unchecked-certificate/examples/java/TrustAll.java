package net;

import java.security.cert.X509Certificate;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509TrustManager;

class TrustAll {
    private final X509TrustManager all = new X509TrustManager() {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) { // assay: unchecked-certificate
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) { // assay: unchecked-certificate
            System.out.println("trusted: " + chain[0]);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    };

    void loosen(HttpsURLConnection connection) {
        connection.setHostnameVerifier((host, session) -> true); // assay: unchecked-certificate
        HostnameVerifier any = new HostnameVerifier() {
            @Override
            public boolean verify(String host, SSLSession session) { // assay: unchecked-certificate
                return true;
            }
        };
        connection.setHostnameVerifier(any);
    }
}
