package db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

class FromEnvironment {
    Connection open() throws SQLException {
        String password = System.getenv("DB_PASSWORD");
        return DriverManager.getConnection("jdbc:postgresql://db/app", "app", password);
    }
}
