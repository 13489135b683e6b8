import Testing
import Subprocess
@Test func stub() {}
