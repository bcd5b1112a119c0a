// What std::shared_ptr asks before it counts without atomic operations. Threads there are, always; and the variable of the
// C library, which says so too, is in another shared object (CMakeLists.txt).
extern "C" {
extern const char __libc_single_threaded;
const char __libc_single_threaded = 0;
}
