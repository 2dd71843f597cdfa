# What a job of the example workflows runs in under act: a shell and the usual small tools, nothing else. There is
# no image registry to take a larger one from, and the examples need no more.
FROM scratch
COPY busybox bash-static /bin/
RUN ["/bin/busybox", "--install", "-s", "/bin"]
RUN ln -s bash-static /bin/bash && mkdir -p /etc /root /tmp /usr/bin /var/run
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
