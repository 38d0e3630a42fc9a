# room m4/

aclocaldir = $(datadir)/aclocal
