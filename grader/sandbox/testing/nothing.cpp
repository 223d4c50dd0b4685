// A program that is never run: it asks for /etc/passwd as its loader.

int main() { return 0; }
