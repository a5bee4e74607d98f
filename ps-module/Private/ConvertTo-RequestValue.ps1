# The value of a parameter that is neither plain text nor a switch, as the request's field has it.
function ConvertTo-RequestValue($Cmdlet, $Parameter, $Value) {
    switch ($Parameter) {
        { $_ -in 'SecretKey', 'SessionToken' } { return Get-SecretText $Cmdlet $Value "-$Parameter" }
        { $_ -in 'ProfileLocation', 'CABundle' } { return Get-FullPath $Cmdlet $Value }
        'Region' { return Get-RegionName $Cmdlet $Value }
        # Up, since 0 stands for no limit.
        { $_ -in 'ConnectTimeoutSec', 'ReadTimeoutSec' } { return [long][Math]::Ceiling($Value * 1000) }
    }
}
