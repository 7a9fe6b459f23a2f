package ops;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class Builders {
    @PostMapping("/convert/{name}")
    int convert(@PathVariable String name) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add("sh");
        command.add("-c");
        command.add("convert " + name + " out.png");
        ProcessBuilder builder = new ProcessBuilder();
        builder.command(command); // assay: command-injection
        return builder.start().waitFor();
    }
}
