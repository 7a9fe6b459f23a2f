package db;

class Placeholders {
    static final String PASSWORD_FIELD = "password";
    static final String PASSWORD = "changeme";
    static final String API_KEY = "${API_KEY}";
    static final String TOKEN_HEADER = "X-Auth-Token";
}
