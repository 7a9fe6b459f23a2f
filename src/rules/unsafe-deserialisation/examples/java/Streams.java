package web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.Base64;
import javax.servlet.http.HttpServletRequest;

class Streams {
    Object body(HttpServletRequest request) throws IOException, ClassNotFoundException {
        ObjectInputStream stream = new ObjectInputStream(request.getInputStream());
        return stream.readObject(); // assay: unsafe-deserialisation
    }

    Object token(HttpServletRequest request) throws IOException, ClassNotFoundException {
        byte[] bytes = Base64.getDecoder().decode(request.getParameter("token"));
        try (ObjectInputStream stream = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return stream.readObject(); // assay: unsafe-deserialisation
        }
    }
}
