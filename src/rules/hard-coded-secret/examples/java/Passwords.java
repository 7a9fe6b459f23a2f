package db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

class Passwords {
    private static final String PASSWORD = "h0rse-Staple42"; // assay: hard-coded-secret

    Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://db/app", "app", "h0rse-Staple43"); // assay: hard-coded-secret
    }
}
