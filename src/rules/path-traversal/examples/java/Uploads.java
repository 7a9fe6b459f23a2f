package files;

import java.io.FileOutputStream;
import java.io.IOException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

class Uploads {
    @PostMapping("/upload")
    void upload(@RequestParam("file") MultipartFile file) throws IOException {
        String target = target(file);
        try (FileOutputStream out = new FileOutputStream(target)) { // assay: path-traversal
            out.write(file.getBytes());
        }
    }

    private String target(MultipartFile file) {
        return "/srv/uploads/" + file.getOriginalFilename();
    }
}
