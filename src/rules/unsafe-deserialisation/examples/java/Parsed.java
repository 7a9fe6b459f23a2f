package web;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import javax.servlet.http.HttpServletRequest;

class Parsed {
    static class Settings {
        public String name;
    }

    Settings json(HttpServletRequest request) throws IOException {
        return new ObjectMapper().readValue(request.getInputStream(), Settings.class);
    }

    Object own() throws IOException, ClassNotFoundException {
        try (ObjectInputStream stream = new ObjectInputStream(new FileInputStream("/var/lib/app/state"))) {
            return stream.readObject();
        }
    }
}
