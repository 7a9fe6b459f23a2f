package xml;

import java.util.List;
import org.dom4j.Document;
import org.springframework.web.bind.annotation.RequestParam;

class Dom4j {
    private Document document;

    List<?> find(@RequestParam String author) {
        return document.selectNodes("//book[@author='" + author + "']"); // assay: xpath-injection
    }
}
