package web;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

class SpringCookies {
    ResponseCookie secure() {
        return ResponseCookie.from("id", "1").secure(true).httpOnly(true).sameSite("Lax").path("/").build();
    }
}
