# The value of a parameter that is no plain text, as the request's field has it.
function ConvertTo-RequestValue($Cmdlet, $Parameter, $Value) {
    switch ($Parameter) {
        { $_ -in 'SecretKey', 'SessionToken' } { return Get-SecretText $Cmdlet $Value "-$Parameter" }
        { $_ -in 'ProfileLocation', 'CABundle' } { return Get-FullPath $Cmdlet $Value }
        'Region' { return Get-RegionName $Cmdlet $Value }
        # Up, since 0 stands for no limit.
        { $_ -in 'ConnectTimeoutSec', 'ReadTimeoutSec' } { return [long][Math]::Ceiling($Value * 1000) }
        default { return [bool]$Value }
    }
}
