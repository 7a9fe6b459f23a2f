import java.io.File;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;

class Channels {
    private FileChannel channel;

    void open(File file) throws Exception {
        RandomAccessFile access = new RandomAccessFile(file, "rw");
        this.channel = access.getChannel();
    }
}
