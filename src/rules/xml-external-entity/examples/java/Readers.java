package xml;

import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamReader;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamSource;
import org.dom4j.Document;
import org.dom4j.io.SAXReader;

class Readers {
    private static final XMLInputFactory OPEN = XMLInputFactory.newInstance();

    XMLStreamReader stream(InputStream in) throws Exception {
        return OPEN.createXMLStreamReader(in); // assay: xml-external-entity
    }

    Document read(InputStream in) throws Exception {
        SAXReader reader = new SAXReader();
        return reader.read(in); // assay: xml-external-entity
    }

    Transformer style(InputStream sheet) throws Exception {
        TransformerFactory factory = TransformerFactory.newInstance();
        return factory.newTransformer(new StreamSource(sheet)); // assay: xml-external-entity
    }
}
