package io.vedette.collector.tcp;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/** The two ways to the network: Linux's epoll, and the JDK's selectors everywhere. */
enum IoTransport {
    EPOLL {
        @Override
        IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        Class<? extends ServerChannel> serverChannel() {
            return EpollServerSocketChannel.class;
        }

        /** Finds a vanished probe within four minutes; the system's default takes over two hours. */
        @Override
        void configure(ServerBootstrap bootstrap) {
            super.configure(bootstrap);
            bootstrap.childOption(EpollChannelOption.TCP_KEEPIDLE, 120);
            bootstrap.childOption(EpollChannelOption.TCP_KEEPINTVL, 30);
            bootstrap.childOption(EpollChannelOption.TCP_KEEPCNT, 4);
        }
    },
    NIO {
        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        Class<? extends ServerChannel> serverChannel() {
            return NioServerSocketChannel.class;
        }
    };

    static IoTransport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    abstract IoHandlerFactory handlers();

    abstract Class<? extends ServerChannel> serverChannel();

    void configure(ServerBootstrap bootstrap) {
        bootstrap.childOption(ChannelOption.SO_KEEPALIVE, true);
    }
}
