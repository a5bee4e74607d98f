# Machines behind real SSH servers on the loopback: each has its own port, host key, home folder and PATH.

# The folder that sshd wants when it is root's, and whether it was made here: there is one where a service of it has run.
$script:sshdFolder = '/run/sshd'
$script:isSshdFolderOurs = $false

# Starts a machine and gives what it is made of. Its name is an address of this machine, and its folder bin, where Add-Client
# puts clients, is the whole of its PATH.
function Open-Machine($Folder, $Name, $Variables = @{}) {
    $place = (New-Item -ItemType Directory (Join-Path $Folder $Name)).FullName
    foreach ($part in 'home', 'bin') { $null = New-Item -ItemType Directory "$place/$part" }
    ssh-keygen -q -t ed25519 -N '' -f "$place/key"
    $port = Get-FreePort
    [IO.File]::WriteAllText("$place/sshd_config", @"
Port $port
ListenAddress $Name
HostKey $place/key
AuthorizedKeysFile $(Get-LoginKey $Folder).pub
PidFile none
UsePAM no
StrictModes no
PermitRootLogin yes
PasswordAuthentication no
KbdInteractiveAuthentication no
Subsystem powershell $((Get-Process -Id $PID).Path) -sshs -NoLogo
SetEnv HOME=$place/home PATH=$place/bin POWERSHELL_UPDATECHECK=Off $(foreach ($one in $Variables.Keys) { "$one=$($Variables[$one])" })
"@)
    if ("$(id -u)" -eq '0' -and -not (Test-Path $sshdFolder)) {
        $null = New-Item -ItemType Directory $sshdFolder
        $script:isSshdFolderOurs = $true
    }
    $server = Start-Process -FilePath (Get-Sshd) -ArgumentList '-D', '-f', "$place/sshd_config", '-E', "$place/sshd.log" -PassThru
    Wait-Until { (Test-Path "$place/sshd.log") -and (Get-Content "$place/sshd.log" -Raw) -match 'Server listening' }
    [pscustomobject]@{
        Name = $Name; Port = $port; Process = $server; Key = (Get-LoginKey $Folder)
        Home = "$place/home"; Bin = "$place/bin"; Config = "$place/home/.docker/config.json"
    }
}

# A session with a machine, as a user opens it.
function Open-Session($Machine) {
    $ssh = @{ StrictHostKeyChecking = 'no'; UserKnownHostsFile = '/dev/null'; LogLevel = 'ERROR' }
    New-PSSession -HostName $Machine.Name -Port $Machine.Port -KeyFilePath $Machine.Key -Options $ssh -ConnectingTimeout 60000 -ErrorAction Stop
}

function Close-Machine($Machine) {
    foreach ($one in $Machine) {
        if (-not $one.Process.HasExited) { $one.Process.Kill($true) }
        $one.Process.WaitForExit()
    }
    # Other tests may have a server just now.
    if ($isSshdFolderOurs -and -not (Get-Process sshd -ErrorAction Ignore)) {
        Remove-Item $sshdFolder
        $script:isSshdFolderOurs = $false
    }
}

function Get-Sshd { (Get-Command sshd, /usr/sbin/sshd -CommandType Application -ErrorAction Ignore | Select-Object -First 1).Source }

# The key that every machine of a folder lets in.
function Get-LoginKey($Folder) {
    $key = Join-Path $Folder 'login-key'
    if (-not (Test-Path $key)) { ssh-keygen -q -t ed25519 -N '' -f $key }
    $key
}

function Get-FreePort {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    try { $listener.LocalEndpoint.Port } finally { $listener.Stop() }
}
