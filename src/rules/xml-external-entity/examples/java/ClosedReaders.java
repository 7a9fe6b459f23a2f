package xml;

import java.io.InputStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamReader;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.dom4j.Document;
import org.dom4j.io.SAXReader;

class ClosedReaders {
    private static final XMLInputFactory CLOSED = XMLInputFactory.newInstance();

    static {
        CLOSED.setProperty(XMLInputFactory.SUPPORT_DTD, Boolean.FALSE);
    }

    XMLStreamReader stream(InputStream in) throws Exception {
        return CLOSED.createXMLStreamReader(in);
    }

    Document read(InputStream in) throws Exception {
        SAXReader reader = new SAXReader();
        reader.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return reader.read(in);
    }

    private static void close(DocumentBuilderFactory factory) throws ParserConfigurationException {
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
    }

    DocumentBuilder builder() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        close(factory);
        return factory.newDocumentBuilder();
    }

    void write(org.w3c.dom.Document document) throws Exception {
        TransformerFactory.newInstance().newTransformer().transform(new DOMSource(document), new StreamResult(System.out));
        TransformerFactory secure = TransformerFactory.newInstance();
        secure.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        secure.newTransformer(new DOMSource(document));
    }
}
