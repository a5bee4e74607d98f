# A web server on this machine that gives a test's own pages.

# Starts one. Pages holds by path what it gives: Body; Location, to send the client there; IsPrivate, to ask for a user
# first. Logins gets the Authorization headers that came. Close-PageServer ends it.
function Open-PageServer {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $server = @{
        Listener = $listener
        Address  = "http://127.0.0.1:$($listener.LocalEndpoint.Port)"
        Pages    = [hashtable]::Synchronized(@{})
        Logins   = [Collections.Concurrent.ConcurrentQueue[string]]::new()
    }
    $server.Shell = [powershell]::Create().AddScript({
            param($listener, $pages, $logins)
            while ($true) {
                try { $client = $listener.AcceptTcpClient() } catch { return }
                $stream = $client.GetStream()
                $reader = [IO.StreamReader]::new($stream)
                $path = ($reader.ReadLine() -split ' ')[1]
                $login = $null
                while ($line = $reader.ReadLine()) { if ($line -match '^Authorization: (.*)$') { $login = $Matches[1] } }
                if ($login) { $logins.Enqueue($login) }
                $page = $pages[$path]
                $body = [Text.Encoding]::UTF8.GetBytes("$($page.Body)")
                $head = if ($page.Location) {
                    '302 Found', "Location: $($page.Location)"
                } elseif ($page.IsPrivate -and -not $login) {
                    '401 Unauthorized', 'WWW-Authenticate: Basic realm="test"'
                } else {
                    '200 OK', 'Content-Type: text/html; charset=utf-8'
                }
                $text = "HTTP/1.1 $($head -join "`r`n")`r`nContent-Length: $($body.Length)`r`nConnection: close`r`n`r`n"
                $bytes = [Text.Encoding]::ASCII.GetBytes($text) + $body
                $stream.Write($bytes, 0, $bytes.Length)
                $client.Dispose()
            }
        }).AddArgument($listener).AddArgument($server.Pages).AddArgument($server.Logins)
    $null = $server.Shell.BeginInvoke()
    $server
}

function Close-PageServer($Server) {
    $Server.Listener.Stop()
    $Server.Shell.Dispose()
}
